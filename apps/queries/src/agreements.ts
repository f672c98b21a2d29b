import { agreement as decider, agreementVisibility as visibilityOf } from '#domain';
import { looking, type ParamsOf } from './sight.js';

export type AgreementParams = ParamsOf<'agreement'>;

/** Agreements as their viewers may see them. */
export const { glance, sight, between } = looking('agreement', { decider, visibilityOf });
