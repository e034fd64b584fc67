import {sameAutonomousSystem} from "./autonomousSystem.js";
import {certificateKey, certificateNames} from "./certificate.js";
import {declaredAliases, peerListAliases} from "./declaredAliases.js";
import {commonOutages} from "./failures.js";
import {sameDomain, sameNameFamily, samePort} from "./names.js";
import {sameNetwork} from "./network.js";
import {sameAddress} from "./sameAddress.js";
import type {Signal} from "./signal.js";
import {sameBanner, sameDonationAddress} from "./texts.js";
import {commonUpgrades} from "./upgrades.js";

/** Everything that speaks of the host or the operator. None of it says that two servers share a node. */
export const frontSignals: readonly Signal[] = [
  sameAddress,
  sameNetwork,
  sameAutonomousSystem,
  certificateKey,
  certificateNames,
  sameDomain,
  sameNameFamily,
  declaredAliases,
  peerListAliases,
  sameBanner,
  sameDonationAddress,
  samePort,
  commonOutages,
  commonUpgrades,
];
