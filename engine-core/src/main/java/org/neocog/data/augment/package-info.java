/** What is done to pictures before a network sees them: scaling, cropping and random changes, on the host. */
package org.neocog.data.augment;
