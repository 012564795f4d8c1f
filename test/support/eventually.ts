/** Asks again and again until the answer is true, since a busy machine takes its time; fails after ten seconds. */
export async function eventually(what: string, ask: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 10_000; !(await ask()); ) {
    if (Date.now() > end) throw new Error(`It did not come to pass: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
