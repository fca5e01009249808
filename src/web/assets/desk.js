// Progressive enhancement; every page works without script.

/** Refreshes the board while keeping focus, scroll position and typed input. */
function keepFresh(region) {
  const everyMs = Number(region.dataset.refresh) * 1000;
  const lost = document.getElementById('connection-lost');
  let lastGood = new Date();

  const isTypingIn = (part) => {
    const active = document.activeElement;
    return part.contains(active) && active.matches('input:not([type="checkbox"]), select, textarea');
  };
  const isSelected = (part) => {
    const selection = document.getSelection();
    return !selection.isCollapsed && selection.containsNode(part, true);
  };

  /** What people set and did not send yet: boxes, choices, open menus. @returns puts it back */
  const keepSettings = () => {
    const isBox = (one) => one.matches('[type="checkbox"]');
    const isSet = (one) =>
      isBox(one)
        ? one.checked !== one.defaultChecked
        : one.matches('select') && [...one.options].some((option) => option.selected !== option.defaultSelected);
    const setIn = [...region.querySelectorAll('input, select')]
      .filter((one) => one.name !== '' && isSet(one))
      .map(({ name, value, checked }) => ({ name, value, checked }));
    const open = [...document.querySelectorAll('details[open][id]')].map(({ id }) => id);
    return () => {
      for (const { name, value, checked } of setIn) {
        const control = region.querySelector(`[name="${CSS.escape(name)}"]`);
        if (control === null) continue;
        if (isBox(control)) control.checked = checked;
        else control.value = value;
      }
      for (const id of open) document.getElementById(id)?.setAttribute('open', '');
    };
  };

  /** Few controls have an id: the others are found by kind, target and position. @returns restores the focus */
  const keepFocus = () => {
    const active = document.activeElement;
    if (active === document.body || active === null) return () => {};
    const alike = () =>
      [...document.querySelectorAll(active.tagName)].filter(
        (one) =>
          one.id === active.id &&
          one.name === active.name &&
          one.getAttribute('href') === active.getAttribute('href') &&
          (active.href !== undefined || one.value === active.value),
      );
    const place = alike().indexOf(active);
    return () => {
      if (!active.isConnected) (alike()[place] ?? alike().at(-1))?.focus({ preventScroll: true });
    };
  };

  const show = (html) => {
    const page = new DOMParser().parseFromString(html, 'text/html');
    const fresh = page.querySelector('[data-refresh]');
    if (!fresh) {
      // What was waited for is done: the page has another form now.
      location.reload();
      return true;
    }
    // A focused but unused field must not stop the refresh: only elements in use are preserved.
    const isWhole = !isTypingIn(region) && !isSelected(region);
    const putBack = keepSettings();
    const focusAgain = keepFocus();
    if (isWhole) region.replaceChildren(...fresh.childNodes);
    // Also outside the board: a wall display must not stay calm because the daemon stopped after the page was opened.
    for (const part of document.querySelectorAll('[data-fresh]')) {
      const isDone = isWhole && region.contains(part);
      if (isDone || isSelected(part) || isTypingIn(part)) continue;
      part.replaceChildren(...(page.getElementById(part.id)?.childNodes ?? []));
    }
    putBack();
    for (const label of document.querySelectorAll('[data-choose-all]')) offerAll(label);
    focusAgain();
    return true;
  };

  const refresh = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(location.href, {
        headers: { accept: 'text/html' },
        signal: AbortSignal.timeout(20000),
      });
      if (answer.redirected) {
        location.reload();
        return;
      }
      if (!answer.ok || !show(await answer.text())) throw new Error(String(answer.status));
      lastGood = new Date();
      lost.hidden = true;
    } catch {
      // A board that silently stops updating would look calm.
      const time = lost.querySelector('time');
      time.textContent = lastGood.toLocaleTimeString(document.documentElement.lang, { timeZone: time.dataset.zone });
      lost.hidden = false;
    }
  };

  setInterval(refresh, everyMs);
  document.addEventListener('visibilitychange', refresh);
  hearNews(atMostEvery(2000, refresh));
}

/** Calls now, or as soon as the last call is long enough ago. */
function atMostEvery(restMs, act) {
  let last = Date.now();
  let timer = null;
  return () => {
    if (timer !== null) return;
    const waitMs = Math.max(0, last + restMs - Date.now());
    timer = setTimeout(() => {
      timer = null;
      last = Date.now();
      act();
    }, waitMs);
  };
}

/** Listens for changes from the server; on failure the board falls back to polling. */
function hearNews(onNews) {
  let source = null;
  // Browsers limit connections per host, so a hidden tab closes its own.
  const listen = () => {
    const isWanted = !document.hidden;
    if (source !== null && (!isWanted || source.readyState === EventSource.CLOSED)) {
      source.close();
      source = null;
    }
    if (!isWanted || source !== null) return;
    source = new EventSource('/events');
    source.addEventListener('state', (event) => {
      const alarms = JSON.parse(event.data).counts.alarm;
      const plain = document.title.replace(/^\(\d+\) /, '');
      document.title = alarms > 0 ? `(${alarms}) ${plain}` : plain;
      onNews();
    });
  };
  listen();
  setInterval(listen, 60000);
  document.addEventListener('visibilitychange', listen);
  window.addEventListener('pagehide', () => source?.close());
  window.addEventListener('pageshow', listen);
}

/** Scrolls side-by-side pictures together. */
function scrollTogether(group) {
  const frames = [...group.querySelectorAll('.frame')];
  let leader = null;
  for (const frame of frames) {
    frame.addEventListener('scroll', () => {
      if (leader !== null && leader !== frame) return;
      leader = frame;
      for (const other of frames) if (other !== frame) other.scrollTop = frame.scrollTop;
      clearTimeout(group.release);
      group.release = setTimeout(() => {
        leader = null;
      }, 120);
    });
  }
}

for (const region of document.querySelectorAll('[data-refresh]')) keepFresh(region);
for (const group of document.querySelectorAll('[data-scroll-together]')) scrollTogether(group);
// A link into a folded section opens it.
const aim = location.hash === '' ? null : document.getElementById(location.hash.slice(1));
if (aim instanceof HTMLDetailsElement) aim.open = true;

/** A "select all" checkbox. */
function boxesOf(label) {
  return [...document.querySelectorAll(`input[type="checkbox"][form="${label.dataset.chooseAll}"]`)];
}

function offerAll(label) {
  const boxes = boxesOf(label);
  label.hidden = boxes.length < 2;
  label.querySelector('input').checked = boxes.every(({ checked }) => checked);
}

document.addEventListener('change', ({ target }) => {
  const label = target.closest('[data-choose-all]');
  if (label !== null) for (const box of boxesOf(label)) box.checked = target.checked;
  else if (target.matches('[type="checkbox"][form]'))
    for (const one of document.querySelectorAll('[data-choose-all]')) offerAll(one);
});

for (const label of document.querySelectorAll('[data-choose-all]')) offerAll(label);

// Escape and a press elsewhere close a row's menu.
function closeMenus(except) {
  for (const menu of document.querySelectorAll('.row-menu[open]')) if (menu !== except) menu.open = false;
}
document.addEventListener('click', ({ target }) => closeMenus(target.closest('.row-menu')));
document.addEventListener('keydown', ({ key, target }) => {
  const menu = target.closest('.row-menu[open]');
  if (key !== 'Escape' || menu === null) return;
  menu.open = false;
  menu.querySelector('summary').focus();
});

/**
 * Only where the browser lets a page write to the clipboard, which needs https; elsewhere a click selects the value.
 */
function copyOnPress(button) {
  const note = button.closest('.sheet, .card').querySelector('[data-copied]');
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      return;
    }
    // Emptied first: otherwise the same text would not be read aloud again.
    note.textContent = '';
    requestAnimationFrame(() => {
      note.textContent = note.dataset.copied;
    });
  });
  button.hidden = false;
}

if (navigator.clipboard) for (const button of document.querySelectorAll('[data-copy]')) copyOnPress(button);

for (const button of document.querySelectorAll('[data-print]')) {
  button.addEventListener('click', () => print());
  button.hidden = false;
}
