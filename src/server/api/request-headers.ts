/** Set by the entry of the web process on every request, whatever the client sent under these names. */
export const addressHeader = "x-scaiwave-address";
export const requestIdHeader = "x-scaiwave-request-id";
