using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Lamina.Peers.Hosts;

namespace Lamina.Peers.Contenders;

/// <summary>TLS for keys, AES-256-GCM for packets.</summary>
internal sealed class OpenVpn() : TunnelContender("openvpn", 5, "openvpn")
{
    protected override void Prepare(TwoHosts hosts)
    {
        Dictionary<Host, string> fingerprints = hosts.Both.ToDictionary(host => host, WriteCertificate);
        foreach (Host host in hosts.Both)
        {
            Host peer = hosts.PeerOf(host);
            string[] role = host == hosts.Right ? ["--tls-server", "--dh", "none"] : ["--tls-client"];
            host.Start([
                "openvpn", "--dev", "ovpn0", "--dev-type", "tun", "--proto", "udp", "--remote", peer.Address, "--port", "1194",
                "--ifconfig", Inside(host), Inside(peer), "--cert", host.Path("openvpn.crt"), "--key", host.Path("openvpn.key"),
                "--peer-fingerprint", fingerprints[peer], "--data-ciphers", "AES-256-GCM", .. role]);
        }
    }

    /// <returns>The fingerprint, as openvpn wants it.</returns>
    private static string WriteCertificate(Host host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=n{host.Number}", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        host.Write("openvpn.crt", certificate.ExportCertificatePem());
        File.SetUnixFileMode(host.Write("openvpn.key", key.ExportPkcs8PrivateKeyPem()), UnixFileMode.UserRead);
        return string.Join(':', certificate.GetCertHash(HashAlgorithmName.SHA256).Select(value => value.ToString("X2", System.Globalization.CultureInfo.InvariantCulture)));
    }
}
