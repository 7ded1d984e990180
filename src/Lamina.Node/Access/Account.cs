namespace Lamina.Node.Access;

/// <summary>A user or a group: the number decides, the name is for people.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name.</param>
public sealed record Account(uint Id, string Name);
