import {parseServersJson} from "./serversJson.js";
import type {ListSource} from "./source.js";

/**
 * The servers that Fulcrum asks first for peers. Begun as a copy of the Electrum wallet's list, and mostly still one:
 * that both name a server is no second witness.
 *
 * Politeness: as for the wallet's list.
 *
 * @see https://github.com/cculianu/Fulcrum/blob/master/resources/btc/servers.json (82 hosts in 2026)
 */
export const fulcrumPeers: ListSource = {
  name: "fulcrum",
  url: "https://raw.githubusercontent.com/cculianu/Fulcrum/master/resources/btc/servers.json",
  maxBytes: 200_000, // 9 kB in 2026
  parse: parseServersJson,
};
