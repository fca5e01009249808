/** What scripts added to a page or redirected: elements of the rendered page that are not in the received markup. */
import type { FormFact } from '../links/form-facts.ts';
import type { PageFacts } from '../page-facts.ts';

/** An element that a script added and that is hidden, lies over the page or belongs to another host. */
export interface PlantedElement {
  readonly what: 'frame' | 'form' | 'script' | 'hidden-link';
  /** Null for the page's own. */
  readonly host: string | null;
  readonly address: string;
  readonly hidden: boolean;
  readonly covers: boolean;
}

/** A form that the markup sends to one host and a script to another. */
export interface RetargetedForm {
  readonly host: string;
  readonly asksPassword: boolean;
}

const most = 100;

export function plantedElements(received: PageFacts, rendered: PageFacts): PlantedElement[] {
  const hadAddresses = new Set([
    ...received.frames.map(({ address }) => `frame ${address}`),
    ...received.scripts.map(({ address }) => `script ${address}`),
    ...received.links.map(({ address }) => `hidden-link ${address}`),
  ]);
  const formHosts = new Set(received.forms.map(({ host }) => host));
  const added: PlantedElement[] = [
    ...rendered.frames.map(
      ({ host, address, hidden, covers }) => ({ what: 'frame', host, address, hidden, covers }) as const,
    ),
    ...rendered.scripts.flatMap(({ host, address }) =>
      host === null || address === null
        ? []
        : ([{ what: 'script', host, address, hidden: false, covers: false }] as const),
    ),
    ...rendered.links
      .filter(({ hidden, host }) => hidden && host !== null)
      .map(({ host, address }) => ({ what: 'hidden-link', host, address, hidden: true, covers: false }) as const),
  ];
  const forms =
    rendered.forms.length > received.forms.length
      ? rendered.forms
          .filter(({ host }) => host !== null && !formHosts.has(host))
          .map(({ host }) => ({ what: 'form', host, address: host ?? '', hidden: false, covers: false }) as const)
      : [];
  return [...added.filter(({ what, address }) => !hadAddresses.has(`${what} ${address}`)), ...forms].slice(0, most);
}

/** Identifies an added element by its type, host and visibility. */
export function plantedKey({ what, host, hidden, covers }: PlantedElement): string {
  return `${what} ${host ?? ''}${hidden ? ' hidden' : ''}${covers ? ' covers' : ''}`;
}

/** Where scripts add no form, a form with a host that is not in the markup must be one of the page's own. */
export function retargetedForms(received: PageFacts, rendered: PageFacts): RetargetedForm[] {
  if (received.forms.length === 0 || rendered.forms.length > received.forms.length) return pairwise(received, rendered);
  const before = new Set(received.forms.map(({ host }) => host));
  return rendered.forms.flatMap((form) => (before.has(form.host) ? [] : retargeted(form))).slice(0, most);
}

/** A form added before others shifts them, so only those at the same place are compared. */
function pairwise(received: PageFacts, rendered: PageFacts): RetargetedForm[] {
  const before = new Set(received.forms.map(({ host }) => host));
  return received.forms.flatMap(({ host }, i) => {
    const now = rendered.forms[i];
    return now === undefined || host === now.host || before.has(now.host) ? [] : retargeted(now);
  });
}

function retargeted({ host, asksPassword }: FormFact): RetargetedForm[] {
  return host === null ? [] : [{ host, asksPassword }];
}
