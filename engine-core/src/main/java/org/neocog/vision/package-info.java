/** What detecting objects needs beside a network: boxes that say the same thing found, and the loss of a head with two tasks. */
package org.neocog.vision;
