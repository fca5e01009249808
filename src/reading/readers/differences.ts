/** Compares two stored versions of a page for people. */
import type { Readers } from '../../core/readers.ts';
import { textOf } from './page-text.ts';
import { sourceDifference } from './source-difference.ts';
import { textDifference } from './text-difference.ts';
import { visibleText } from './visible-text.ts';

export const differenceOfTexts: Readers['textDifference'] = ({ before, after }) =>
  textDifference(visibleText(textOf(before)), visibleText(textOf(after)));

export const differenceOfSources: Readers['sourceDifference'] = ({ before, after }) =>
  sourceDifference(textOf(before), textOf(after));
