import {answerElectrs} from "./electrsDialogue.js";
import {writeElectrumxTip} from "./electrumxAnswers.js";
import {answerElectrumx} from "./electrumxDialogue.js";
import {answerEsplora} from "./esploraDialogue.js";
import {writeSortedTip} from "./fulcrumAnswers.js";
import {answerFulcrum} from "./fulcrumDialogue.js";
import type {Family} from "./program.js";
import type {ServerProcess} from "./serverProcess.js";
import type {Reply, Session} from "./session.js";
import {writeLine, writeNotification} from "./writing.js";

type Dialogue = (process: ServerProcess, session: Session, line: string, ms: number) => Reply;

const dialogues: Readonly<Record<Family, Dialogue>> = {
  electrumx: answerElectrumx,
  fulcrum: answerFulcrum,
  electrs: answerElectrs,
  esplora: answerEsplora,
};

/**
 * What a server process does on one line of one connection.
 *
 * Depends on the process, the session and the moment only: asked twice at one moment, on sessions in the
 * same state, it says the same.
 *
 * @param session of this connection; updated (negotiated version, subscription)
 * @param line as received, with or without its line end
 * @param ms since the start of the observation
 */
export function answer(process: ServerProcess, session: Session, line: string, ms: number): Reply {
  return dialogues[process.program.family](process, session, line, ms);
}

/** The line that announces the newest block which the process has noticed, for connections that subscribed. */
export function tipNotification(process: ServerProcess, ms: number): string {
  const tip = process.program.family === "electrumx" ? writeElectrumxTip : writeSortedTip;
  return writeLine(
    process.program,
    writeNotification("blockchain.headers.subscribe", `[${tip(process, ms)}]`),
  );
}
