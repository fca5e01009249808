// Evidence viewer: two pictures in one frame, zoom, annotations. Without script they are side by side.

const zooms = [1, 1.5, 2, 3, 4];
const blinkMs = matchMedia('(prefers-reduced-motion: reduce)').matches ? 2000 : 700;

/** Stacks the two pictures in one frame. */
function buildStage(group) {
  const stage = group.querySelector('.stage');
  const before = group.querySelector('.picture-before .canvas').cloneNode(true);
  const after = group.querySelector('.picture-after .canvas').cloneNode(true);
  after.classList.add('over');
  for (const marked of after.querySelectorAll('[id]')) marked.removeAttribute('id');
  const layers = document.createElement('div');
  layers.className = 'layers';
  layers.append(before, after);
  stage.replaceChildren(layers);
  return { stage, layers, after };
}

/** Starts with thumbnails; zoomed in, or for a whole page, the originals are loaded. */
function showPictures(group, zoom, isWhole) {
  for (const canvas of group.querySelectorAll('.canvas[data-full]')) {
    const image = canvas.querySelector('img');
    const [width, height] = canvas.dataset.full.split(' ').map(Number);
    const shownHeight = isWhole ? height : Math.min(height, 2 * width);
    image.style.aspectRatio = `${width} / ${shownHeight}`;
    const path = image.getAttribute('src').replace(/(small|full)$/, zoom > 1 || isWhole ? 'full' : 'small');
    if (path !== image.getAttribute('src')) image.src = path;
    canvas.querySelector('.marks')?.setAttribute('viewBox', `0 0 ${width} ${shownHeight}`);
  }
  for (const canvas of group.querySelectorAll('.picture .canvas, .layers')) canvas.style.width = `${zoom * 100}%`;
}

function comparePictures(group) {
  const tools = group.querySelector('.compare-tools');
  const range = tools.querySelector('[type="range"]');
  const whole = tools.querySelector('[type="checkbox"]');
  const output = tools.querySelector('output');
  const { stage, layers, after } = buildStage(group);
  let view = 'side';
  let zoom = 1;
  let blinking = 0;

  const draw = () => {
    const share = Number(range.value);
    layers.style.setProperty('--split', `${share}%`);
    layers.classList.toggle('has-split', view === 'slider');
    after.style.clipPath = view === 'slider' ? `inset(0 0 0 ${share}%)` : '';
    after.style.opacity = view === 'overlay' ? String(share / 100) : '';
  };

  const choose = (to) => {
    view = to;
    clearInterval(blinking);
    after.style.visibility = '';
    group.querySelector('.pictures').hidden = view !== 'side';
    stage.hidden = view === 'side';
    range.closest('label').hidden = view !== 'slider' && view !== 'overlay';
    draw();
    if (view !== 'blink') return;
    blinking = setInterval(() => {
      after.style.visibility = after.style.visibility === 'hidden' ? '' : 'hidden';
    }, blinkMs);
  };

  const zoomTo = (to) => {
    zoom = to;
    output.textContent = `${Math.round(zoom * 100)} %`;
    tools.querySelector('[data-zoom="out"]').disabled = zoom === zooms[0];
    tools.querySelector('[data-zoom="in"]').disabled = zoom === zooms.at(-1);
    showPictures(group, zoom, whole.checked);
  };

  const drag = (event) => {
    if (view !== 'slider' || (event.type === 'pointermove' && event.buttons === 0)) return;
    const { left, width } = layers.getBoundingClientRect();
    range.value = String(Math.round(((event.clientX - left) / width) * 100));
    draw();
  };

  for (const radio of tools.querySelectorAll('[type="radio"]')) {
    radio.addEventListener('change', () => choose(radio.value));
    if (radio.checked) choose(radio.value);
  }
  for (const button of tools.querySelectorAll('[data-zoom]')) {
    const step = button.dataset.zoom === 'in' ? 1 : -1;
    button.addEventListener('click', () => zoomTo(zooms[zooms.indexOf(zoom) + step] ?? zoom));
  }
  range.addEventListener('input', draw);
  whole.addEventListener('change', () => zoomTo(zoom));
  layers.addEventListener('pointerdown', drag);
  layers.addEventListener('pointermove', drag);
  // Otherwise dragging would drag the picture as a file.
  layers.addEventListener('dragstart', (event) => event.preventDefault());
  zoomTo(1);
  tools.hidden = false;
}

/** An annotation below the thumbnail's cut is shown on the whole page. */
function leadToMark(link) {
  link.addEventListener('click', () => {
    const mark = document.querySelector(link.getAttribute('href'));
    const group = mark?.closest('[data-compare]');
    if (!group) return;
    const side = group.querySelector('[type="radio"][value="side"]');
    if (!side.checked) side.click();
    const [, , , height] = mark.closest('svg').getAttribute('viewBox').split(' ').map(Number);
    const whole = group.querySelector('[type="checkbox"]');
    if (Number(mark.querySelector('rect').getAttribute('y')) >= height && !whole.checked) whole.click();
  });
}

for (const group of document.querySelectorAll('[data-compare]')) comparePictures(group);
for (const link of document.querySelectorAll('a.mark')) leadToMark(link);

/** Keys focus a button and never press it: ending an incident is confirmed with Enter. */
function listenToKeys(keys) {
  const storeName = 'vonggac-keys-off';
  const isWanted = keys.querySelector('[type="checkbox"]');
  isWanted.checked = localStorage.getItem(storeName) === null;
  isWanted.addEventListener('change', () => {
    if (isWanted.checked) localStorage.removeItem(storeName);
    else localStorage.setItem(storeName, 'yes');
  });
  const opener = document.querySelector('.keys-open');
  opener.addEventListener('click', () => keys.showModal());
  opener.hidden = false;

  const step = (by) => {
    const places = [...document.querySelectorAll('[data-step]')];
    const at = places.findIndex((place) => place.contains(document.activeElement));
    const next = places[at === -1 && by < 0 ? places.length - 1 : at + by];
    next?.focus();
    next?.scrollIntoView({ block: 'start' });
  };

  document.addEventListener('keydown', (event) => {
    if (!isWanted.checked || keys.open || event.ctrlKey || event.altKey || event.metaKey) return;
    if (
      event.target instanceof Element &&
      event.target.matches('input:not([type="radio"], [type="checkbox"]), select, textarea')
    )
      return;
    if (event.key === '?') keys.showModal();
    else if (event.key === 'j' || event.key === 'k') step(event.key === 'j' ? 1 : -1);
    else if (/^[a-z]$/.test(event.key)) {
      const aim = document.querySelector(`[aria-keyshortcuts="${event.key}"]`);
      if (!aim) return;
      aim.focus();
      aim.scrollIntoView({ block: 'center' });
    } else return;
    event.preventDefault();
  });
}

const keys = document.querySelector('dialog.keys');
if (keys) listenToKeys(keys);
