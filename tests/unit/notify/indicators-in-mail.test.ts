/** What the evidence names, in the mail: a few lines, nothing that could be opened. */
import { describe, expect, it } from 'vitest';
import type { Indicator } from '../../../src/core/domain/finding.ts';
import type { Notice } from '../../../src/core/notices/notice.ts';
import { renderNotice } from '../../../src/notify/mail/render.ts';
import { testPlaybook } from '../../support/playbook.ts';
import { incidentNotice, testTarget } from '../../support/test-notices.ts';

const mailOf = (notice: Notice) =>
  renderNotice(notice, { languages: ['vi'], timeZone: 'Asia/Ho_Chi_Minh', playbook: testPlaybook });
const naming = (...indicators: Indicator[]) => mailOf(incidentNotice({ targets: [testTarget({ indicators })] }));
const domains = Array.from({ length: 5 }, (_, i): Indicator => ({ type: 'domain', value: `nhacai${i}.com` }));

/** The lines below the heading. */
function linesOf(text: string): string[] {
  const [, section = ''] = text.split('CHỈ DẤU\n');
  return (section.split('\n\n')[0] ?? '').split('\n');
}

describe('the mail about an incident', () => {
  it('has a line for each type, of many values the first ones, all of them defanged', () => {
    const mail = naming(
      ...domains,
      { type: 'url', value: 'https://nhacai0.com/vao' },
      { type: 'address', value: '203.0.113.66' },
      { type: 'handle', value: 'soi.trang@proton.me' },
    );
    expect(linesOf(mail.text)).toEqual([
      '- Tên miền: nhacai0[.]com, nhacai1[.]com, nhacai2[.]com (+2)',
      '- Địa chỉ URL: hxxps://nhacai0[.]com/vao',
      '- Địa chỉ IP: 203[.]0[.]113[.]66',
      '- Tài khoản, hộp thư: soi[.]trang@proton[.]me',
    ]);
    for (const body of [mail.text, mail.html]) expect(body).not.toMatch(/nhacai\d\.com|203\.0|proton\.me/);
  });
  it('bears what a page wrote as one line of text', () => {
    const { html, text } = naming({ type: 'file', value: '/a<script>x</script>\r\nBcc: x\u202e' });
    expect(text).toContain('- Tệp trên cổng: /a<script>x</script> Bcc: x\n');
    expect(html).not.toContain('<script>');
  });
  it('says nothing of indicators where there are none, nor when the incident is over', () => {
    expect(naming().text).not.toContain('CHỈ DẤU');
    const over = incidentNotice({ type: 'incident-resolved', targets: [testTarget({ indicators: domains })] });
    expect(mailOf(over).text).not.toContain('CHỈ DẤU');
  });
});
