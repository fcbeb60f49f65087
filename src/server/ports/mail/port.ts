/** One message to one person. Plain text: nothing in it needs more, and nothing in it can run. */
export type Message = {
  /** Makes a second delivery of the same job recognisable: it becomes the Message-ID. */
  id: string;
  to: string;
  subject: string;
  text: string;
};

/** How mail leaves the instance. */
export type Mail = {
  /** Resolves when the message is in the hands of the next one; rejects when it is not. */
  send(message: Message): Promise<void>;
  /** Rejects when the port can't be used now, for `/health` and `doctor`. */
  check(): Promise<void>;
};
