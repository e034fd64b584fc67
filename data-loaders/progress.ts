import {Presets, SingleBar} from "cli-progress";
import type {Progress} from "./run.js";

/** Shows on stderr how far a run is: a bar on a terminal, elsewhere one plain line when a phase begins and ends. */
export function progressDisplay(stream: NodeJS.WriteStream = process.stderr): {
  show(progress: Progress): void;
  stop(): void;
} {
  if (!stream.isTTY) {
    return {
      show: ({phase, done, total}) => {
        if (done === total) stream.write(`${phase}: ${done} of ${total}\n`);
      },
      stop: () => undefined,
    };
  }
  const bar = new SingleBar(
    {format: "{phase} [{bar}] {value}/{total}", stream, clearOnComplete: true},
    Presets.rect,
  );
  return {
    show: ({phase, done, total}) => {
      if (!bar.isActive) bar.start(total, done, {phase});
      bar.setTotal(total);
      bar.update(done, {phase});
    },
    stop: () => bar.stop(),
  };
}
