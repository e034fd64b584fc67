/** What a server remembers of one connection. */
export interface Session {
  /** protocol version agreed on, as the server printed it; null before `server.version` */
  negotiated: string | null;
  /** whether new tips are announced on this connection */
  subscribed: boolean;
}

export function openSession(): Session {
  return {negotiated: null, subscribed: false};
}

/** What a server does on one line from the client. */
export interface Reply {
  /** lines to send, line ends included, in this order */
  readonly lines: readonly string[];
  /** whether the server then closes the connection */
  readonly close: boolean;
}
