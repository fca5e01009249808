/**
 * Parsers of untrusted input, each run in a thread that may be terminated (the port `Reading`): plain data in, plain
 * data out, bounded by its reader. The functions are in `reading/readers/`.
 */
import type { Headers } from './headers.ts';
import type { AnswerStatus, RecordType, RegistrationLook } from './names/name-look.ts';
import type { PageAddress } from './pages/page-address.ts';
import type { CopiedDocument, CopyDocument } from './restore/copy-document.ts';

/** Bytes and their encoding, as `Capture.charset` names it. */
export interface EncodedText {
  readonly bytes: Uint8Array;
  readonly charset: string;
}

/** The received body of a page, with the headers that say how to read it: `Content-Type` and `Refresh`. */
export interface PageBody {
  readonly bytes: Uint8Array;
  readonly headers: Headers;
  readonly url: string;
  /** Whether it is text at all; otherwise only the headers are read. */
  readonly isText: boolean;
}

export interface PageText {
  /** Empty when the body is not text. */
  readonly text: string;
  /** Name of the encoding used, in lower case; `binary` when the body is not text. */
  readonly charset: string;
  /** Where the page redirects its visitor shortly; null when it does not, or only to itself. */
  readonly refreshTo: string | null;
}

/** What a name server is asked for; `TXT` only by `AskTextRecords`. */
export type QueryType = RecordType | 'TXT';

/** One name server message and the question it has to answer. */
export interface NameServerMessage {
  readonly bytes: Uint8Array;
  readonly over: 'udp' | 'tcp';
  readonly query: {
    readonly id: number;
    /** As sent, with letters in random case. */
    readonly name: string;
    readonly type: QueryType;
  };
  /** Who was asked: a resolver, or a server of the zone. */
  readonly kind: 'recursive' | 'zone';
}

/** A message's answer to its question. */
export interface NameServerAnswer {
  readonly status: AnswerStatus;
  /** In canonical spelling, sorted, at most 64. */
  readonly values: readonly string[];
  /** Seconds; null where nothing was answered. */
  readonly ttl: number | null;
  /** For A and AAAA: the last name of the alias chain in the message; the asked name where it has none. */
  readonly endOfAliases: string;
}

/**
 * `stray`: answers another question. `over-tcp`: truncated, or not surely from the asked server. `unreadable`: no
 * message.
 */
export type NoAnswer = 'stray' | 'over-tcp' | 'unreadable';

export type ReadMessage = NameServerAnswer | NoAnswer;

/** A message expected to hold the addresses of a name. */
export interface AddressMessage extends Omit<NameServerMessage, 'kind'> {
  /** The original name and the aliases followed, the last being the name asked for; as `lookupName` gives them. */
  readonly way: readonly string[];
}

/** What a message says about the addresses of a name. */
export type AddressAnswer =
  | { readonly status: 'found'; readonly addresses: readonly string[] }
  /** The name exists but has no such address. */
  | { readonly status: 'no-data' }
  | { readonly status: 'no-such-name' }
  /** The answer ends with an alias, the last of these, without its target. */
  | { readonly status: 'alias'; readonly way: readonly string[] }
  /** An answer that leads nowhere: an alias loop, too many aliases, or an invalid name. */
  | { readonly status: 'astray' }
  /** The server rejected the question's extension (RFC 6891). */
  | { readonly status: 'no-extension' }
  /** Nothing about the name: a failure, a refusal or a referral. */
  | { readonly status: 'unanswered' };

/** What a registry says, without the rest of the look. */
export type RegistrationFacts = Pick<
  RegistrationLook,
  'statuses' | 'registrar' | 'nameServers' | 'registeredAt' | 'expiresAt' | 'changedAt'
>;

/** Text of robots.txt by origin. */
export type Robots = Readonly<Record<string, string>>;

export interface SitemapFile {
  readonly bytes: Uint8Array;
  /** Null for a gzipped file. */
  readonly charset: string | null;
  /** Its own address, against which its addresses are resolved. */
  readonly url: string;
  /** Hosts of the site, with their ports. */
  readonly hosts: readonly string[];
  /** Limit of decoded bytes read, and of entries. */
  readonly size: number;
  readonly most: number;
  /** Maximum number of pages returned, newest first. */
  readonly keep: number;
}

export interface SitemapReading {
  /** Entries read, of this site or not. */
  readonly entries: number;
  /** Further sitemaps that it names, when it is an index. */
  readonly sitemaps: readonly string[];
  /** Each with its stated time of last change, milliseconds; newest first. */
  readonly pages: readonly (PageAddress & { readonly modifiedAt: number | null })[];
}

export interface LinkingPage {
  readonly html: string | EncodedText;
  readonly url: string;
  readonly hosts: readonly string[];
  readonly most: number;
}

/** A piece of text compared across two versions. */
export interface TextPart {
  readonly type: 'same' | 'removed' | 'added';
  readonly text: string;
}

export type TextChange =
  | { readonly type: 'paragraph'; readonly parts: readonly TextPart[] }
  | { readonly type: 'skipped'; readonly count: number };

/** Changes in the visible text, by paragraph and by word. */
export interface TextDifference {
  readonly changes: readonly TextChange[];
  readonly isSame: boolean;
  /** Part of it is not shown. */
  readonly cut: boolean;
}

export interface SourceLine {
  readonly type: 'same' | 'removed' | 'added';
  /** Line number in its source; for a line in both, in the later one. */
  readonly number: number;
  readonly text: string;
}

/** Changes in the source, line by line. */
export interface SourceDifference {
  /** Neighbouring lines around changes. */
  readonly hunks: readonly (readonly SourceLine[])[];
  readonly removed: number;
  readonly added: number;
  /** Part of it was not compared or is not shown. */
  readonly cut: boolean;
}

interface BeforeAndAfter {
  readonly before: EncodedText;
  readonly after: EncodedText;
}

/** A small text that the owner of a host publishes for us: with a token, or as security.txt. */
export interface OwnerFile extends EncodedText {
  readonly token: string;
}

export interface OwnerFileReading {
  /** Whether it has the token. */
  readonly isProof: boolean;
  /** Mail addresses that it names as contacts. */
  readonly addresses: readonly string[];
}

export const mostWorkbookBytes = 10_000_000;
/** Besides the headings. */
export const mostWorkbookRows = 20_000;

/** An Excel workbook (.xlsx) of at most `mostWorkbookBytes`. */
export interface WorkbookFile {
  readonly bytes: Uint8Array;
}

export type WorkbookReading =
  /** Rows of the first sheet that hold anything, numbered as in the sheet. */
  | { readonly status: 'read'; readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[] }
  | {
      readonly status: 'refused';
      /** `locked`: a password or the format before 2007. */
      readonly why: 'damaged' | 'locked' | 'too-large' | 'too-many-rows' | 'formula';
      /** The cell concerned, like `B3`. */
      readonly place?: string;
    };

/** Every reader by its name. */
export interface Readers {
  readonly page: (body: PageBody) => PageText;
  readonly text: (body: EncodedText) => string;
  readonly nameServer: (message: NameServerMessage) => ReadMessage;
  readonly addresses: (message: AddressMessage) => AddressAnswer | NoAnswer;
  /** Null when it is no answer about the domain (lower-case ASCII). */
  readonly registration: (answer: { readonly bytes: Uint8Array; readonly domain: string }) => RegistrationFacts | null;
  /** Sitemap addresses named by the rules of one origin. */
  readonly robots: (rules: { readonly robots: Robots; readonly origin: string }) => readonly string[];
  /** For each address, whether the rules allow us to fetch it. */
  readonly allowed: (asked: { readonly robots: Robots; readonly urls: readonly string[] }) => readonly boolean[];
  readonly sitemap: (file: SitemapFile) => SitemapReading;
  readonly links: (page: LinkingPage) => readonly PageAddress[];
  readonly textDifference: (versions: BeforeAndAfter) => TextDifference;
  readonly sourceDifference: (versions: BeforeAndAfter) => SourceDifference;
  /** A document of a copy that stands alone; null when it can't be read as such. */
  readonly copyDocument: (document: CopyDocument) => CopiedDocument | null;
  readonly ownerFile: (file: OwnerFile) => OwnerFileReading;
  readonly workbook: (file: WorkbookFile) => Promise<WorkbookReading>;
}
