/** Stands in for @actions/http-client/lib/auth in the bundles; see http-client.ts. */
export function BearerCredentialHandler(): never {
  throw new Error('there is no HTTP in this bundle');
}
