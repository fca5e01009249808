/** Functions and objects of the language that the interpreter knows by name; everything else outside stays unknown. */
export const natives: ReadonlySet<string> = new Set(
  (
    'String Number Boolean Array Object Function RegExp Math JSON parseInt parseFloat isNaN isFinite eval atob btoa escape ' +
    'unescape encodeURI decodeURI encodeURIComponent decodeURIComponent setTimeout setInterval requestAnimationFrame ' +
    'Uint8Array Uint16Array Uint32Array Int8Array execScript Image Option'
  ).split(' '),
);

export const stringMethods: ReadonlySet<string> = new Set(
  (
    'charAt charCodeAt codePointAt at concat indexOf lastIndexOf includes startsWith endsWith slice substring substr split ' +
    'toUpperCase toLowerCase toLocaleUpperCase toLocaleLowerCase trim trimStart trimEnd replace replaceAll repeat padStart ' +
    'padEnd match matchAll search localeCompare toString valueOf normalize italics fontcolor link anchor bold'
  ).split(' '),
);

export const listMethods: ReadonlySet<string> = new Set(
  (
    'push pop shift unshift reverse join concat slice splice indexOf lastIndexOf includes map forEach filter reduce ' +
    'reduceRight some every find findIndex sort fill keys entries values flat flatMap at toString valueOf from'
  ).split(' '),
);

export const functionMethods: ReadonlySet<string> = new Set(['call', 'apply', 'bind', 'toString', 'valueOf']);

export const numberMethods: ReadonlySet<string> = new Set(['toString', 'toFixed', 'valueOf', 'toPrecision']);

export const patternMethods: ReadonlySet<string> = new Set(['test', 'exec', 'toString']);
