import type { TextsLike } from '../keys.ts';
import type { evidenceVi } from './evidence-vi.ts';

export const evidenceEn: TextsLike<typeof evidenceVi> = {
  evidenceTitle: 'Evidence',
  evidenceHeld: (who, when) => `On hold: retention removes nothing of it (${who}, ${when}).`,
  evidenceNotHeld: 'Evidence is removed when its retention ends.',
  evidenceHold: 'Hold the evidence',
  evidenceHoldMeans: 'Nothing of this incident is removed until somebody releases it.',
  evidenceRelease: 'Release the hold',
  evidenceReleaseMeans: 'The evidence is removed again when its retention ends.',
  doneHeld: 'The evidence of the incident is on hold.',
  doneReleased: 'The hold on the evidence was released.',
  evidenceExport: 'Download the package',
  evidenceExportMeans:
    'One signed ZIP file: recorded traffic, pictures, findings, timeline, extracts of the log, and a handover record. Making it takes about a minute and is recorded in the audit log.',
  evidenceRecipient: 'Recipient',
  evidencePurpose: 'Purpose',
  evidenceExports: 'Exported',
  evidenceNoExports: 'Nobody has exported a package.',
  evidenceExported: (who, recipient) => `${who} for ${recipient}`,
  evidenceExportedMissing: (count) => `${count} missing, listed in README.txt`,
  evidenceManifest: (hash) => `SHA-256 of manifest.json: ${hash}`,
  handOverLink: 'How to hand it to the police',
  handOverTitle: 'Handing over electronic evidence',
  handOverIntro:
    'How to give the evidence package of an incident to the police or another authority so that they can verify it themselves.',
  handOverCall: 'Call first',
  handOverCallMeans: 'Call the receiving unit before anything is sent; give the incident number and the portal’s name.',
  handOverNobody:
    'No contact is configured: an administrator adds them to evidence.contacts in the configuration file.',
  handOverKeep: 'What to keep',
  handOverKeepList: [
    'Hold the evidence as soon as you know that it will be handed over, before its retention ends.',
    'Keep the package as it was downloaded: do not repack it or rename the files in it.',
    'Preserve the portal’s server as it is, where possible: access logs, planted files, a disk image. The package holds only what could be seen from outside.',
    'Keep a copy of the package elsewhere, with the SHA-256 of manifest.json.',
  ].join('\n'),
  handOverChain: 'Chain of custody',
  handOverChainList: [
    'Name the recipient and purpose when you download it: both go into the audit log and the record.',
    'Print BIEN-BAN-GIAO-NHAN.html from the package; both sides compare the SHA-256 of each file and sign.',
    'Write the SHA-256 of manifest.json into the record; the incident’s page shows it under Evidence.',
    'Make a new record each time it is given to somebody else.',
  ].join('\n'),
  handOverVerify: 'How the recipient verifies it',
  handOverVerifyList: [
    'Get the public key through another channel than the package: /.well-known/vonggac-key of this system, by telephone or by letter.',
    'Run vonggac evidence verify PACKAGE.zip --key KEY.pem, or sha256sum and openssl as README.txt in the package says.',
    'The package holds what an attacker wrote: do not open the stored pages on a work computer.',
  ].join('\n'),
  handOverForms:
    'Handing over does not replace the incident reports: the initial, progress and final reports are still due in the prescribed form and on time.',
};
