import { expect, test } from 'vitest';
import { learned, look, plain, portalWith, said } from '../../../support/detecting.ts';
import { portalPage } from '../../../support/portal-pages.ts';

const id = 'strange-tongue';
const hungarian =
  'Regisztráljon még ma, és vegye át az ajándék pörgetéseket, a nyereményt azonnal kifizetjük mindenkinek.';
const cuesOf = (added: string, baseline = plain) =>
  said(id, look(portalWith(added)), baseline).flatMap(({ cues = [] }) => cues);

test('a text that shares no words with the page is told, and a link to a stranger beside it', () => {
  expect(cuesOf(`<p>${hungarian}</p>`)).toEqual(['strange-tongue.text']);
  expect(cuesOf(`<p>${hungarian} <a href="https://la.example/">Itt</a></p>`)).toEqual([
    'strange-tongue.text',
    'strange-tongue.with-link',
  ]);
});

test.each([
  'ចុះឈ្មោះឥឡូវនេះដើម្បីទទួលបានប្រាក់រង្វាន់ពិសេសសម្រាប់សមាជិកថ្មី',
  '지금 가입하시면 첫 입금 보너스를 드리고 당첨금은 바로 계좌로 보내 드립니다',
  '立即注册即可领取新会员首存奖金随时提款绝不拖延',
])('a script that the page never used needs no words: %s', (text) => {
  expect(cuesOf(`<p>${text}</p>`)).toEqual(['strange-tongue.text']);
  const always = learned([look(portalWith(`<p>${text}</p>`)), look(portalWith(`<p>${text}</p>`))]);
  expect(cuesOf(`<p>${text}</p><p>${text} ${text}</p>`, always)).toEqual([]);
});

test('news in the page’s own language, a label, a list of names and a rebuilt page are not told', () => {
  expect(cuesOf('<p>Thông báo về việc tổ chức tiếp công dân và kế hoạch tiêm chủng cho trẻ em trong xã.</p>')).toEqual(
    [],
  );
  expect(cuesOf('<p>Regisztráljon még ma</p>')).toEqual([]);
  const names = 'Kovács Péter, Szabó Katalin, Tóth Gábor, Varga Zsuzsanna, Kiss Balázs, Molnár Ildikó, Németh Csaba';
  expect(cuesOf(`<p>${names}</p>`)).toEqual([]);
  expect(said(id, look(`<body><p>${hungarian}</p></body>`), plain)).toEqual([]);
  expect(said(id, look(portalPage()), null)).toEqual([]);
});
