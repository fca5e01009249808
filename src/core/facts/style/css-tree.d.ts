/** The part of css-tree that is used; it carries no types of its own. */
declare module 'css-tree/tokenizer' {
  /** Calls back for each token of CSS Syntax Level 3, in order; comments are tokens too. */
  export function tokenize(source: string, onToken: (type: number, start: number, end: number) => void): void;
  export const tokenTypes: Readonly<
    Record<
      | 'Ident'
      | 'Function'
      | 'AtKeyword'
      | 'String'
      | 'Url'
      | 'BadUrl'
      | 'Colon'
      | 'Semicolon'
      | 'LeftParenthesis'
      | 'RightParenthesis'
      | 'LeftCurlyBracket'
      | 'RightCurlyBracket'
      | 'Comment',
      number
    >
  >;
}
