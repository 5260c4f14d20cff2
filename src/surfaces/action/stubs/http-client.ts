/**
 * Stands in for @actions/http-client in the bundles: @actions/core wants it for OIDC tokens alone, and it costs more
 * start-up time than all the rest.
 */
export function HttpClient(): never {
  throw new Error('there is no HTTP in this bundle');
}
