/**
 * Part of the script that makes us look like ordinary Chrome (`ordinary-chrome.ts`, whose helpers it uses): reports
 * calls that write to the clipboard or request a permission. The functions return what they did before.
 */

/** Reports of one kind per frame. */
const mostTexts = 20;
const mostCharacters = 1_000;

/** @param name of the binding, which is removed before the page can see it */
export function callScript(name: string): string {
  return `
const deliver = globalThis[${JSON.stringify(name)}];
delete globalThis[${JSON.stringify(name)}];
const { slice } = String.prototype;
const counts = create(null);
const report = (what, text) => {
  if (deliver === undefined || (counts[what] = (counts[what] ?? 0) + 1) > (what === 'clipboard' ? ${mostTexts} : 1)) return;
  deliver(typeof text === 'string' ? what + ' ' + apply(slice, text, [0, ${mostCharacters}]) : what);
};
const watch = (holder, method, what, textOf) => replaceMethod(holder, method, (native, self, list) => {
  report(what, textOf === undefined ? undefined : textOf(list));
  return apply(native, self, list);
});
watch(prototypeOf('Clipboard'), 'writeText', 'clipboard', (list) => list[0]);
watch(prototypeOf('Clipboard'), 'write', 'clipboard', () => '');
watch(prototypeOf('Clipboard'), 'readText', 'clipboard-read');
watch(prototypeOf('Clipboard'), 'read', 'clipboard-read');
watch(globalThis.Notification, 'requestPermission', 'notifications');
watch(prototypeOf('PushManager'), 'subscribe', 'push');
watch(prototypeOf('Geolocation'), 'getCurrentPosition', 'location');
watch(prototypeOf('Geolocation'), 'watchPosition', 'location');
watch(prototypeOf('MediaDevices'), 'getUserMedia', 'camera');
watch(prototypeOf('MediaDevices'), 'getDisplayMedia', 'screen');
const selected = globalThis.getSelection;
const textOf = globalThis.Selection?.prototype.toString;
const { toLowerCase } = String.prototype;
replaceMethod(Document.prototype, 'execCommand', (native, self, list) => {
  const name = typeof list[0] === 'string' ? apply(toLowerCase, list[0], []) : '';
  if (name === 'copy' || name === 'cut') report('clipboard', apply(textOf, apply(selected, globalThis, []), []));
  return apply(native, self, list);
});
`;
}
