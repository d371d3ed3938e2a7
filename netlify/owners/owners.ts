/** Who asks: finds the owner of a request. An owner is an opaque string, the same for the same visitor. */
export interface Owners {
  /**
   * The owner, or undefined for a visitor without one yet.
   *
   * @throws RequestError 401 when a token is required and missing or not valid.
   */
  identify(request: Request): Promise<string | undefined>
  /** Makes a new owner where visitors may be anonymous; `setCookie` is the header that keeps it. */
  admit(request: Request): Promise<{ owner: string; setCookie?: string }>
}
