/** The public page beside a dashboard on the same database, answering in memory; clients come through a proxy. */

import { createPublicWeb } from '../../src/web/public/app.tsx';
import { type Delivered, deliverAll } from './deliver-all.ts';
import { type DeskOptions, openTestDesk, type TestDesk } from './test-desk.ts';

export const publicUrl = 'https://yeucau.vonggac.example';

export interface PublicPage {
  readonly desk: TestDesk;
  readonly app: ReturnType<typeof createPublicWeb>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Sends a form as a browser does, from a client at this address. */
  post(path: string, fields: Readonly<Record<string, string>>, from?: Partial<From>): Promise<Response>;
  /** Sends what the outbox holds. @returns the mails, as their recipients read them */
  mails(): Promise<readonly Delivered[]>;
}

interface From {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Connects to the listener: the reverse proxy on this machine. */
const proxy = { incoming: { socket: { remoteAddress: '127.0.0.1' } } };

/** @param options `requests` and `mail` go beside what the page needs */
export async function openPublicPage({
  requests,
  mail,
  ...options
}: Omit<DeskOptions, 'config'> & Partial<Record<'requests' | 'mail', object>>): Promise<PublicPage> {
  const config = {
    web: { publicUrl: 'http://vonggac.example' },
    mail: { operators: ['truc@dieuphoi.example'], ...mail },
    requests: {
      publicUrl,
      operator: 'Trung tâm Giám sát',
      contact: 'giamsat@dieuphoi.example, 024 3000 0100',
      ...requests,
    },
  };
  const desk = await openTestDesk({ ...options, config });
  const app = createPublicWeb(desk.parts, '127.0.0.1:8090');
  const host = new URL(publicUrl).host;
  return {
    desk,
    app,
    get: async (path, headers = {}) => app.request(`${publicUrl}${path}`, { headers: { host, ...headers } }, proxy),
    post: async (path, fields, { address = '203.0.113.9', headers = {} } = {}) =>
      app.request(
        `${publicUrl}${path}`,
        {
          method: 'POST',
          headers: {
            host,
            'content-type': 'application/x-www-form-urlencoded',
            'sec-fetch-site': 'same-origin',
            'x-forwarded-for': address,
            ...headers,
          },
          body: new URLSearchParams(fields).toString(),
        },
        proxy,
      ),
    mails: () => deliverAll(desk),
  };
}

export const watchForm = {
  agency: 'Sở Nông nghiệp và Môi trường Hải Thanh',
  portals: 'https://snnmt.haithanh.example/\nhttps://snnmt.haithanh.example/van-ban',
  contact: 'Trần Thị Mai',
  phone: '0225 3000 210',
  email: 'mai.tt@hopthu.example',
  basis: 'Công văn số 12/SNNMT-VP',
  from: '',
  to: '2027-02-20',
  consent: 'yes',
} as const;

export const reportForm = {
  url: 'https://thuvien.haithanh.example/tin?id=1',
  seen: 'Hiện quảng cáo cờ bạc khi mở bằng điện thoại.',
  name: '',
  email: '',
} as const;
