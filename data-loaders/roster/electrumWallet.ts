import {parseServersJson} from "./serversJson.js";
import type {ListSource} from "./source.js";

/**
 * The servers that the Electrum wallet begins with. The maintainers remake the list every year or so from what their
 * own wallet finds; about half of it no longer answers.
 *
 * Politeness: one request to GitHub's file server for each time it is asked for, which no operator of a server notices.
 *
 * @see https://github.com/spesmilo/electrum/blob/master/electrum/chains/mainnet/servers.json (84 hosts in March 2026)
 */
export const electrumWallet: ListSource = {
  name: "electrum",
  url: "https://raw.githubusercontent.com/spesmilo/electrum/master/electrum/chains/mainnet/servers.json",
  maxBytes: 200_000, // 11 kB in 2026
  parse: parseServersJson,
};
