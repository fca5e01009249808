/** Files of the data folder that are kept apart from the database, and are encrypted in a backup. */
export const keyFiles = ['audit-key', 'audit-witness', 'desk-key', 'evidence-key.json'] as const;
