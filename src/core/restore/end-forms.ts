/** Forms keep their look and lose their function: nothing that a citizen types is sent, to nobody. */
import type { Attributes } from './tag-attributes.ts';

const controls = new Set(['input', 'button', 'select', 'textarea', 'output', 'fieldset', 'datalist']);
/** A control without a name is not sent. */
const sending = new Set(['name', 'formaction', 'formmethod', 'formtarget', 'formenctype', 'form', 'list', 'dirname']);
const demanding = new Set(['required', 'pattern', 'minlength', 'maxlength', 'min', 'max', 'step', 'autofocus']);

/** @param notice where it leads now */
export function endForm(attributes: Attributes, notice: string): void {
  attributes.removeWhere((name) => ['method', 'enctype', 'target', 'rel', 'accept-charset', 'name'].includes(name));
  attributes.set('action', notice);
  attributes.set('novalidate', '');
  attributes.set('autocomplete', 'off');
  attributes.set('title', 'Chức năng này tạm ngưng trong thời gian khôi phục cổng.');
}

export function endFormControl(tagName: string, attributes: Attributes): void {
  if (!controls.has(tagName)) return;
  attributes.removeWhere((name) => sending.has(name) || demanding.has(name));
  if (tagName !== 'input') return;
  const type = attributes.get('type')?.toLowerCase();
  // A password must not even be typed into a copy, and browsers offer stored ones.
  if (type === 'password' || type === 'file') attributes.set('disabled', '');
  if (type === 'password') attributes.set('value', null);
}
