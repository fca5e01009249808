/** Where the files of one look and of one capture stand in a package. */

export const lookName = (checkId: number, file: string): string => `looks/${checkId}/${file}`;
export const baselineName = (captureId: number, file: string): string => `baselines/${captureId}/${file}`;
