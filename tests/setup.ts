import fc from 'fast-check';

// The same examples in every run, so that a change is judged by itself; FC_SEED=random (or a number) looks further.
const wanted = process.env['FC_SEED'];
if (wanted !== 'random') fc.configureGlobal({ seed: Number(wanted ?? 20_261_121) });
