import {spawnSync} from "node:child_process";
import {mkdtempSync, rmdirSync, statSync, truncateSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";

/** A file system of two megabytes, which can be filled. */
export interface SmallDisk {
  readonly folder: string;
  /** Fills it but for so many bytes. */
  fill(room: number): void;
  /** Makes room again. */
  empty(): void;
  remove(): void;
}

/** Mounts a small file system in a folder of its own; null, with a line that says so, where that is not allowed. */
export function smallDisk(): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), "kinship-small-disk-"));
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", folder]).status !== 0) {
    rmdirSync(folder);
    process.stderr.write("A test on a full disk was skipped: only root may mount a small one.\n");
    return null;
  }
  const filler = join(folder, "filler");
  return {
    folder,
    fill(room) {
      spawnSync("dd", ["if=/dev/zero", `of=${filler}`, "bs=4096"]); // until nothing is left
      truncateSync(filler, statSync(filler).size - room);
    },
    empty: () => truncateSync(filler, 0),
    remove() {
      spawnSync("umount", [folder]);
      rmdirSync(folder);
    },
  };
}
