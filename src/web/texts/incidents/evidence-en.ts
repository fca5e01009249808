import type { TextsLike } from '../keys.ts';
import type { evidenceVi } from './evidence-vi.ts';

export const evidenceEn: TextsLike<typeof evidenceVi> = {
  planted: 'To be removed',
  plantedHelp:
    'What the evidence shows to have been planted, for the webmaster to tick off. Addresses are written apart, so that nobody opens them by mistake. This is what can be seen from outside: the server may hold further back doors.',
  plantedCopy: 'Copy the list',
  plantedSeen: 'Seen at',
  plantedMore: (count) => `and ${count} more; vonggac incident planted lists all`,
  evidenceTitle: 'Evidence',
  evidenceHeld: (who, when) => `On hold: nothing is deleted when retention ends (${who}, ${when}).`,
  evidenceNotHeld: 'Evidence is deleted when its retention period ends.',
  evidenceHold: 'Hold the evidence',
  evidenceHoldMeans: 'Nothing in this incident is deleted until somebody releases the hold.',
  evidenceRelease: 'Release the hold',
  evidenceReleaseMeans: 'The evidence is again deleted when its retention period ends.',
  doneHeld: 'The evidence of the incident is on hold.',
  doneReleased: 'The hold on the evidence has been released.',
  evidenceExport: 'Download evidence package',
  evidenceExportMeans:
    'One signed ZIP file: recorded traffic, pictures, findings, timeline, log extracts and a hand-over record. Preparing it takes about a minute and is recorded in the audit log.',
  evidenceRecipient: 'Recipient',
  evidencePurpose: 'Purpose',
  evidenceExports: 'Exported',
  evidenceNoExports: 'Nobody has exported a package.',
  evidenceExported: (who, recipient) => `${who} for ${recipient}`,
  evidenceExportedMissing: (count) => `${count} missing, listed in README.txt`,
  evidenceManifest: (hash) => `SHA-256 of manifest.json: ${hash}`,
  handOverLink: 'How to hand evidence over to the police',
  handOverTitle: 'Handing over electronic evidence',
  handOverIntro:
    'How to give the evidence package of an incident to the police or another authority so that they can verify it themselves.',
  handOverCall: 'Call first',
  handOverCallMeans: 'Call the receiving unit before anything is sent; give the incident number and the portal’s name.',
  handOverNobody:
    'No contacts are configured: an administrator adds them under evidence.contacts in the configuration file.',
  handOverKeep: 'What to keep',
  handOverKeepList: [
    'Hold the evidence as soon as you know that it will be handed over, before its retention period ends.',
    'Keep the package as it was downloaded: do not repack it or rename the files in it.',
    'Preserve the portal’s server as it is, where possible: access logs, planted files, a disk image. The package holds only what could be seen from outside.',
    'Keep a copy of the package elsewhere, with the SHA-256 of manifest.json.',
  ].join('\n'),
  handOverChain: 'Chain of custody',
  handOverChainList: [
    'Name the recipient and purpose when you download it: both go into the audit log and the record.',
    'Print BIEN-BAN-GIAO-NHAN.html from the package; both sides compare the SHA-256 of each file and sign.',
    'Write the SHA-256 of manifest.json into the record; the incident’s page shows it under Evidence.',
    'Make a new record each time the package is handed to somebody else.',
  ].join('\n'),
  handOverVerify: 'How the recipient verifies it',
  handOverVerifyList: [
    'Obtain the public key through a different channel from the package: /.well-known/vonggac-key on this system, telephone or official letter.',
    'Run vonggac evidence verify PACKAGE.zip --key KEY.pem, or sha256sum and openssl as README.txt in the package says.',
    'The package contains an attacker’s content: do not open the stored pages on a work computer.',
  ].join('\n'),
  handOverForms:
    'Handing over does not replace the incident reports: the initial, progress and final reports are still due in the prescribed form and on time.',
};
