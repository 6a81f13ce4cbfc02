/**
 * Search over settings of training: {@link org.neocog.train.search.SearchSpace} gives the trials,
 * {@link org.neocog.train.search.SearchFolder} keeps what they came to.
 */
package org.neocog.train.search;
