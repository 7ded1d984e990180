namespace FileTransfer;

/// <summary>A file that both ends have.</summary>
/// <param name="Name">Without directories.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Sha256">In hexadecimal.</param>
internal sealed record StoredFile(string Name, long Length, string Sha256);
