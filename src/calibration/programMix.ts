import {programs, type Family, type ProgramName} from "../simulation/program.js";

/**
 * How often each program stands among independent servers: Fulcrum 45%, ElectrumX 30%, romanz/electrs 13%, esplora's
 * and mempool's electrs 12%, about as in public lists of 2025 and 2026. Within a family our choice, near equal parts.
 */
export const PROGRAM_SHARES: Readonly<Partial<Record<ProgramName, number>>> = {
  "fulcrum-1.11.1": 0.09,
  "fulcrum-1.12.0": 0.09,
  "fulcrum-2.0": 0.09,
  "fulcrum-2.1.0": 0.09,
  "fulcrum-2.1.1": 0.09,
  "electrumx-1.15.0": 0.06,
  "electrumx-1.16.0": 0.04,
  "electrumx-1.16.0-git": 0.04,
  "electrumx-1.18.0": 0.08,
  "electrumx-1.20.0": 0.08,
  "electrs-0.10.8": 0.065,
  "electrs-0.11.1": 0.065,
  "esplora-f32": 0.04,
  "esplora-f64": 0.04,
  "mempool-electrs-3.2.0": 0.04,
};

/** A program as an independent operator would choose it. */
export function drawProgram(random: () => number): ProgramName {
  const shares = Object.entries(PROGRAM_SHARES) as readonly (readonly [ProgramName, number])[];
  let left = random() * shares.reduce((sum, [, share]) => sum + share, 0);
  for (const [name, share] of shares) if ((left -= share) < 0) return name;
  return shares.at(-1)?.[0] ?? "fulcrum-2.1.1";
}

/** A program of another family than the given one, in the same proportions. */
export function drawOtherProgram(random: () => number, than: ProgramName): ProgramName {
  const family: Family = programs[than].family;
  for (;;) {
    const name = drawProgram(random);
    if (programs[name].family !== family) return name;
  }
}
