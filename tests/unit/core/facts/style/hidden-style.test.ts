import { describe, expect, test } from 'vitest';
import { isCoveringStyle, isHidingStyle } from '../../../../../src/core/facts/style/hidden-style.ts';

describe('isHidingStyle', () => {
  test.each([
    'display:none',
    'DISPLAY : NONE',
    'visibility:hidden',
    'opacity:0',
    'opacity: 0.0;',
    'position:absolute;left:-9999px',
    'text-indent:-9999px',
    'font-size:0',
    'font-size:1px;',
    'height:0;overflow:hidden',
    'overflow:hidden; width:1px',
    'clip:rect(0,0,0,0)',
    'transform:scale(0)',
  ])('%s hides', (style) => {
    expect(isHidingStyle(style)).toBe(true);
  });
  test.each([
    'display:block',
    'opacity:0.9',
    'left:-10px',
    'font-size:12px',
    'height:0',
    'line-height:0;',
    'overflow:hidden',
    '',
  ])('%s does not hide', (style) => {
    expect(isHidingStyle(style)).toBe(false);
  });
});

test('a layer covers the window when it is fixed and full in both directions', () => {
  expect(isCoveringStyle('position:fixed;top:0;left:0;width:100%')).toBe(true);
  expect(isCoveringStyle('position:absolute;width:100vw;height:100vh')).toBe(true);
  expect(isCoveringStyle('position:fixed;bottom:0;width:100%')).toBe(false);
  expect(isCoveringStyle('width:100%;height:100%')).toBe(false);
});
