/** Files stored beside the database, and encrypted in a backup. */
export const keyFiles = ['audit-key', 'audit-witness', 'desk-key', 'evidence-key.json'] as const;
