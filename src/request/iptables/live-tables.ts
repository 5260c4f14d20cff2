/** What x_tables holds in the network namespace of this process. */
export type LiveTables =
  | { state: 'none' }
  | { state: 'tables'; names: string[]; saveText: string }
  | { state: 'unreadable'; why: string };
