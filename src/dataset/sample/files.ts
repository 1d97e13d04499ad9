export async function makeSample(_directory: string): Promise<void> {}
