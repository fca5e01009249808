/** The public page's own sentences; the dashboard's are not sent there. */
import type { Language } from '../texts.ts';
import { en } from './en.ts';
import { vi } from './vi.ts';

export type PublicTexts = typeof vi;

export const publicTexts: Readonly<Record<Language, PublicTexts>> = { vi, en };
