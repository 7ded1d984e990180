namespace Lamina.Daemon.Authorities;

/// <summary>A credential that was issued.</summary>
/// <param name="Serial">How a revocation names it.</param>
/// <param name="Node">To whom.</param>
/// <param name="Rights">What it permits, in words.</param>
/// <param name="Names">The names that it permits; null: all.</param>
/// <param name="NotBefore">From then on.</param>
/// <param name="NotAfter">Until then.</param>
public sealed record IssuedRecord(
    string Serial, string Node, IReadOnlyList<string> Rights, IReadOnlyList<string>? Names, DateTimeOffset NotBefore, DateTimeOffset NotAfter);
