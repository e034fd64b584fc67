/** A file of an archive: its name with slashes, and its bytes. */
export interface TarFile {
  readonly name: string;
  readonly content: Uint8Array;
}

const BLOCK = 512;

/** Bytes that the format has for a name, and for the folders before it. */
const [NAME, PREFIX] = [100, 155];

/**
 * Files as a tar: the same names and bytes make the same archive, to the byte, on every machine. So there is no
 * compression, whose output changes with its library (and Parquet is compressed already), no owner, and one time for all.
 *
 * @param mtime of every file, UTC ms
 * @throws {RangeError} if a name is longer than the format can hold
 * @see POSIX.1-1988, ustar interchange format
 */
export function tar(files: readonly TarFile[], mtime: number): Uint8Array {
  const blocks = files.flatMap(({name, content}) => [
    header(name, content.length, mtime),
    content,
    new Uint8Array((BLOCK - (content.length % BLOCK)) % BLOCK),
  ]);
  return Buffer.concat([...blocks, new Uint8Array(2 * BLOCK)]); // two empty blocks end it
}

function header(path: string, size: number, mtime: number): Uint8Array {
  const {name, prefix} = split(path);
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, "0")}\0`;
  block.write(name, 0, "utf8");
  block.write(octal(0o644, 7), 100);
  block.write(octal(0, 7), 108); // owner and group: root, without a name
  block.write(octal(0, 7), 116);
  block.write(octal(size, 11), 124);
  block.write(octal(Math.floor(mtime / 1000), 11), 136);
  block.write(" ".repeat(8), 148); // the checksum counts as blanks while it is made
  block.write("0", 156); // a file
  block.write("ustar\x0000", 257); // version 00
  block.write(prefix, 345, "utf8");
  block.write(
    `${block
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, "0")}\0 `,
    148,
  );
  return block;
}

/** A name that is too long is cut at a slash, its beginning going to a field of its own. */
function split(path: string): {name: string; prefix: string} {
  if (Buffer.byteLength(path) <= NAME) return {name: path, prefix: ""};
  for (let at = path.indexOf("/"); at !== -1; at = path.indexOf("/", at + 1)) {
    const [prefix, name] = [path.slice(0, at), path.slice(at + 1)];
    if (Buffer.byteLength(name) <= NAME && Buffer.byteLength(prefix) <= PREFIX) return {name, prefix};
  }
  throw new RangeError(`tar: expected a name that fits into ustar, got ${path}`);
}
