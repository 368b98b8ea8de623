package org.elastictee.provider.keystore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import org.elastictee.provider.keystore.KeyStoreFileException.Reason;

/**
 * Whose a file is. An administrator who stores or seals anew does not lock the application out.
 * Links are not followed: what is given away is the new file and nothing that was put in its place.
 */
final class FileOwnership {
  private FileOwnership() {}

  /**
   * Gives a new file the owner, the group and the mode of the one that it is to replace, if there
   * is one.
   *
   * @throws KeyStoreFileException with {@link Reason#OWNER} if this process may not
   */
  static void keep(Path old, Path replacement) throws IOException {
    PosixFileAttributes kept;
    try {
      kept = attributes(old);
    } catch (NoSuchFileException e) {
      return;
    }
    try {
      PosixFileAttributeView view = view(replacement);
      PosixFileAttributes made = view.readAttributes();
      if (!made.group().equals(kept.group())) {
        view.setGroup(kept.group());
      }
      if (!made.permissions().equals(kept.permissions())) {
        view.setPermissions(kept.permissions());
      }
      if (!made.owner().equals(kept.owner())) {
        view.setOwner(kept.owner());
      }
    } catch (IOException e) {
      throw new KeyStoreFileException(
          Reason.OWNER, "the key store belongs to another user or group, who would lose it", e);
    }
  }

  /**
   * Gives a file that was just created to the owner of another, as far as this process may: who is
   * not root keeps it.
   */
  static void giveToOwnerOf(Path other, Path created) throws IOException {
    PosixFileAttributes wanted = attributes(other);
    PosixFileAttributeView view = view(created);
    PosixFileAttributes made = view.readAttributes();
    if (made.owner().equals(wanted.owner())) {
      return;
    }
    try {
      view.setGroup(wanted.group());
      view.setOwner(wanted.owner());
    } catch (IOException e) {
      System.getLogger(FileOwnership.class.getPackageName())
          .log(System.Logger.Level.DEBUG, "the lock of the key store stays with its creator");
    }
  }

  private static PosixFileAttributeView view(Path file) {
    return Files.getFileAttributeView(
        file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static PosixFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }
}
