/** Who asked, and how: so that advice can be followed as it stands. */
export interface Caller {
  /** the words that run this program: `buddyguard`, or `node dist/cli.cjs` */
  program: readonly string[];
  command: 'check' | 'run';
  /** option name to its text, as given on the command line or by the Action's inputs; a flag is `true` */
  given: ReadonlyMap<string, string>;
  /** of `run`: the command and its arguments */
  wrapped: readonly string[];
  /** where to put one more option: on the command line, into the environment (BUDDYGUARD_*), into an Action's inputs */
  surface: 'command' | 'environment' | 'inputs';
  /**
   * what changing the machine takes: nothing, root, to be on the host and not in this container, or to be on the machine
   * that is asked about
   */
  privilege: 'held' | 'root' | 'host' | 'there';
  /** everything can be read; else root could read more */
  readsAll: boolean;
}
