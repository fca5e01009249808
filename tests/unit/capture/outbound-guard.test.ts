import { describe, expect, it } from 'vitest';
import { createGate, type EgressException, type GateOptions } from '../../../src/capture/outbound-guard.ts';

const names: Record<string, { address: string; family: number }[]> = {
  'public.example': [{ address: '1.1.1.1', family: 4 }],
  'inside.example': [{ address: '10.0.0.5', family: 4 }],
  'mixed.example': [
    { address: '10.0.0.5', family: 4 },
    { address: '1.1.1.1', family: 4 },
    { address: 'fd00::5', family: 6 },
  ],
  'empty.example': [],
};

function gate(ownUrl: string, exceptions: EgressException[] = [], more: Partial<GateOptions> = {}) {
  const resolveName = async (host: string) => {
    const found = names[host];
    if (found) return found;
    throw Object.assign(new TypeError('lookup'), { code: host.startsWith('gone') ? 'ENOTFOUND' : 'EAI_AGAIN' });
  };
  const { signal } = new AbortController();
  return createGate({ ownUrl, exceptions, connectTimeoutMs: 1_000, resolveName, signal, ...more });
}

describe('the form of an address', () => {
  it.each([
    'file:///etc/passwd',
    'ftp://public.example/',
    'data:text/html,x',
    'javascript:alert(1)',
    'view-source:http://public.example/',
    'http://user:secret@public.example/',
    'http://user@public.example/',
    'not an address',
  ])('%s is refused', (url) => {
    expect(() => gate('http://public.example/').admit(url)).toThrow(
      expect.objectContaining({ kind: 'address-refused' }),
    );
  });

  it('has one spelling: tricks with numbers end as the address they mean', async () => {
    const { admit, resolve } = gate('http://public.example/');
    for (const trick of [
      'http://2130706433/',
      'http://0x7f.1/',
      'http://127.1/',
      'http://0177.0.0.1/',
      'http://[::1]/',
    ]) {
      const url = admit(trick);
      await expect(resolve(url.hostname, 80)).rejects.toMatchObject({ kind: 'address-refused' });
    }
  });
});

describe('names', () => {
  it('with only non-public addresses are refused, mixed ones lose their non-public part', async () => {
    const { resolve } = gate('http://public.example/');
    await expect(resolve('inside.example', 80)).rejects.toMatchObject({ kind: 'address-refused' });
    expect(await resolve('mixed.example', 80)).toEqual(['1.1.1.1']);
  });

  it('that do not exist are told from name servers that do not answer', async () => {
    const { resolve } = gate('http://public.example/');
    await expect(resolve('gone.example', 80)).rejects.toMatchObject({ kind: 'name-not-found' });
    await expect(resolve('empty.example', 80)).rejects.toMatchObject({ kind: 'name-not-found' });
    await expect(resolve('broken.example', 80)).rejects.toMatchObject({ kind: 'name-lookup-failed' });
  });

  it('are looked up once per look: a second answer can not move the connection', async () => {
    let lookups = 0;
    const rebinding = gate('http://rebinding.example/', [], {
      resolveName: async () => {
        lookups += 1;
        return [{ address: lookups === 1 ? '1.1.1.1' : '127.0.0.1', family: 4 }];
      },
    });
    expect(await rebinding.resolve('rebinding.example', 80)).toEqual(['1.1.1.1']);
    expect(await rebinding.resolve('rebinding.example', 80)).toEqual(['1.1.1.1']);
    expect(lookups).toBe(1);
  });
});

describe('the names of one look', () => {
  const nowhere = AbortSignal.timeout(60_000);
  const embed = (one: ReturnType<typeof gate>, host: string) => one.connect(host, 80, nowhere, 'resource');

  it('are two hundred beside its documents; what is beyond is refused with its reason, and asked of nobody', async () => {
    const asked: string[] = [];
    const one = gate('http://public.example/', [], {
      resolveName: async (host) => {
        asked.push(host);
        return [{ address: '10.0.0.5', family: 4 }];
      },
    });
    const outcomes = await Promise.allSettled(Array.from({ length: 400 }, (_, i) => embed(one, `h${i}.example`)));
    const reasons = outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.message : ''));
    expect(reasons.filter((reason) => reason.includes('more than 200 hosts'))).toHaveLength(200);
    expect(asked).toHaveLength(200);
    expect(outcomes[399]).toMatchObject({ reason: { kind: 'address-refused' } });

    await expect(embed(one, 'h0.example')).rejects.toThrow('not public');
    await expect(one.resolve('another.example', 80)).rejects.toThrow('not public');
    expect(asked).toHaveLength(201);
  });

  it('say what they are for, and of which look they are', async () => {
    const lookups: { look: object; purpose: string }[] = [];
    const more: Partial<GateOptions> = {
      resolveName: async (_host, { look, purpose }) => {
        lookups.push({ look, purpose });
        return [];
      },
    };
    const [one, other] = [gate('http://public.example/', [], more), gate('http://public.example/', [], more)];
    await one.resolve('a.example', 80).catch(() => {});
    await embed(one, 'b.example').catch(() => {});
    await other.connect('c.example', 80, nowhere).catch(() => {});
    expect(lookups.map(({ purpose }) => purpose)).toEqual(['document', 'resource', 'document']);
    expect(lookups[0]?.look).toBe(lookups[1]?.look);
    expect(lookups[0]?.look).not.toBe(lookups[2]?.look);
  });

  it('end with the look, whoever waits for them', async () => {
    const over = new AbortController();
    let wasEnded = false;
    const one = gate('http://public.example/', [], {
      signal: over.signal,
      resolveName: (_host, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            wasEnded = true;
            reject(signal.reason);
          });
        }),
    });
    const waiting = [one.resolve('a.example', 80), embed(one, 'a.example')];
    over.abort(new Error('the look is over'));
    for (const outcome of await Promise.allSettled(waiting)) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'the look is over' } });
    }
    expect(wasEnded).toBe(true);
  });

  it('that nobody resolves are given up in time', async () => {
    const { resolve } = gate('http://public.example/', [], {
      connectTimeoutMs: 50,
      resolveName: () => new Promise(() => {}),
    });
    await expect(resolve('a.example', 80)).rejects.toMatchObject({ kind: 'timed-out' });
  });
});

describe('exceptions', () => {
  const inside = { host: 'inside.example', addresses: ['10.0.0.0/24'] };

  it('hold for looks at the excepted host itself', async () => {
    expect(await gate('http://inside.example/', [inside]).resolve('inside.example', 80)).toEqual(['10.0.0.5']);
    expect(await gate('http://INSIDE.example:8080/x', [inside]).resolve('inside.example', 443)).toEqual(['10.0.0.5']);
  });

  it('do not hold for a page of another site', async () => {
    const { resolve } = gate('http://public.example/', [inside]);
    await expect(resolve('inside.example', 80)).rejects.toMatchObject({ kind: 'address-refused' });
  });

  it('do not hold for other names of the same address, nor for other addresses of the same name', async () => {
    const { resolve } = gate('http://inside.example/', [inside]);
    await expect(resolve('10.0.0.5', 80)).rejects.toMatchObject({ kind: 'address-refused' });
    const narrow = gate('http://inside.example/', [{ host: 'inside.example', addresses: ['10.0.0.6'] }]);
    await expect(narrow.resolve('inside.example', 80)).rejects.toMatchObject({ kind: 'address-refused' });
  });

  it('with a port open that port only, and only for looks at it', async () => {
    const first = { host: '127.0.0.1:8081', addresses: ['127.0.0.1'] };
    const second = { host: '127.0.0.1:8082', addresses: ['127.0.0.1'] };
    const { resolve } = gate('http://127.0.0.1:8081/', [first, second]);
    expect(await resolve('127.0.0.1', 8081)).toEqual(['127.0.0.1']);
    await expect(resolve('127.0.0.1', 8082)).rejects.toMatchObject({ kind: 'address-refused' });
    await expect(resolve('127.0.0.1', 80)).rejects.toMatchObject({ kind: 'address-refused' });
  });

  it('may name an IPv6 address', async () => {
    const six = { host: '[fd00::5]:8081', addresses: ['fd00::/64'] };
    expect(await gate('http://[fd00::5]:8081/', [six]).resolve('[fd00::5]', 8081)).toEqual(['fd00::5']);
    expect(
      await gate('http://[fd00::5]/', [{ host: 'fd00::5', addresses: ['fd00::5'] }]).resolve('[fd00::5]', 80),
    ).toEqual(['fd00::5']);
  });
});
