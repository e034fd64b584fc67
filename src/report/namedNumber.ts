/** A number that shapes what the pages say, as the method page prints it. */
export interface NamedNumber {
  /** what it is, in words */
  readonly name: string;
  /** as text, with its unit */
  readonly value: string;
  /** reason, and source if there is one */
  readonly why: string;
  /** names of the constants behind it, as the code has them: a test holds that none is left out */
  readonly constants: readonly string[];
}
