/** Sets a pipeline up in an account through the services' own APIs, as Terraform does on AWS. */
package io.spillway.local.deploy;
