import fc from 'fast-check';

// Made-up inputs are the same in every run; LISTENLAB_FUZZ_SEED=2 makes others.
fc.configureGlobal({ seed: Number(process.env.LISTENLAB_FUZZ_SEED ?? 1) });
