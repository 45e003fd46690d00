/** An api whose answers may come later. */
export type Promised<A> = {
  readonly [K in keyof A]: A[K] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Result | Promise<Result>
    : never;
};
